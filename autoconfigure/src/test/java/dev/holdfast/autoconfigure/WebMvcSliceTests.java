package dev.holdfast.autoconfigure;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** A slice of the application about the web needs neither a database nor the engine. */
@WebMvcTest
@ContextConfiguration(classes = ShopApplication.class)
class WebMvcSliceTests {

	@Autowired
	private ListableBeanFactory beans;

	@Test
	void knowsNothingOfTheEngine() {
		assertThat(this.beans.getBeanNamesForType(HoldfastEngine.class)).isEmpty();
		assertThat(this.beans.getBeanNamesForType(WorkflowClient.class)).isEmpty();
	}

}
