package dev.holdfast.engine;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeOrderedIdsTests {

	private final EngineIds ids = EngineIds.RANDOM;

	@Test
	void areOfVersion7() {
		assertThat(Stream.generate(this.ids::next).limit(100)).allSatisfy((id) -> {
			assertThat(id.version()).isEqualTo(7);
			assertThat(id.variant()).isEqualTo(2);
		});
	}

	@Test
	void beginWithTheTime() {
		long before = System.currentTimeMillis();
		long time = this.ids.next().getMostSignificantBits() >>> 16;
		assertThat(time).isBetween(before, System.currentTimeMillis());
	}

	@Test
	void areNeverTheSame() {
		List<UUID> some = Stream.generate(this.ids::next).limit(10_000).toList();
		assertThat(some).doesNotHaveDuplicates();
		assertThat(some.stream().map((id) -> id.getMostSignificantBits() & 0xFFF)).contains(0xFFFL, 0L, 1L);
		assertThat(some.stream().map((id) -> id.getLeastSignificantBits() << 2 >>> 60).distinct()).hasSize(16);
	}

}
