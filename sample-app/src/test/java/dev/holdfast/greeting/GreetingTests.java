package dev.holdfast.greeting;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.test.AutoConfigureWorkflowTest;
import dev.holdfast.test.TestWorkflowEnvironment;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = GreetingTests.GreetingApplication.class,
		properties = { "spring.sql.init.mode=never",
				"spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1" })
@AutoConfigureMockMvc
@AutoConfigureWorkflowTest
class GreetingTests {

	@Test
	void greetsThirtySecondsLater(@Autowired MockMvcTester web, @Autowired TestWorkflowEnvironment environment) {
		Instant start = environment.now();
		assertThat(web.post().uri("/greetings/World")).hasStatusOk();
		assertThat(web.get().uri("/greetings/World")).hasStatusOk().bodyText().isEqualTo("Hello, World!");
		assertThat(Duration.between(start, environment.now())).isEqualTo(Duration.ofSeconds(30));
	}

	@SpringBootApplication
	static class GreetingApplication {

	}

}
