package dev.holdfast.engine.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.holdfast.engine.wakeup.HintChannel;

/**
 * What carries the hints of one process to the others: late, in any order, twice or
 * never.
 */
final class SimulatedHints implements HintChannel {

	private final World world;

	private final Process process;

	SimulatedHints(World world, Process process) {
		this.world = world;
		this.process = process;
	}

	/** All who listen. */
	static final class Bus {

		private final Map<Process, Receiver> receivers = new LinkedHashMap<>();

	}

	@Override
	public void open(Receiver receiver) {
		this.world.hints().receivers.put(this.process, receiver);
		this.world.scheduler().spawn(this.process, "hints", 0, receiver::opened);
	}

	@Override
	public boolean isOpen() {
		return this.world.hints().receivers.containsKey(this.process);
	}

	@Override
	public void send(List<String> hints) {
		Random random = this.world.scheduler().random();
		this.world.hints().receivers.forEach((other, receiver) -> {
			for (String hint : hints) {
				int copies = List.of(0, 1, 1, 1, 1, 1, 1, 2).get(random.nextInt(8));
				for (int i = 0; i < copies && !other.isDead(); i++) {
					this.world.scheduler()
						.spawn(other, "hint", 1 + random.nextInt(400_000), () -> receiver.received(hint));
				}
			}
		});
	}

	@Override
	public void close() {
		this.world.hints().receivers.remove(this.process);
	}

}
