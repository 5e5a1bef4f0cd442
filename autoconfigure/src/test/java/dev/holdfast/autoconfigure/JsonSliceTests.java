package dev.holdfast.autoconfigure;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** A slice of the application about JSON needs neither a database nor the engine. */
@JsonTest
@ContextConfiguration(classes = ShopApplication.class)
class JsonSliceTests {

	@Test
	void knowsNothingOfTheEngine(@Autowired ListableBeanFactory beans) {
		assertThat(beans.getBeanNamesForType(HoldfastEngine.class)).isEmpty();
		assertThat(beans.getBeanNamesForType(WorkflowClient.class)).isEmpty();
	}

}
