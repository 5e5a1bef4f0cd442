package dev.holdfast.autoconfigure;

import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.autoconfigure.shop.PurchaseRepository;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** A slice of the application about JPA is about the application only. */
@DataJpaTest
@ContextConfiguration(classes = ShopApplication.class)
class DataJpaSliceTests {

	@Autowired
	private EntityManagerFactory entityManagerFactory;

	@Autowired
	private PurchaseRepository purchases;

	@Autowired
	private ObjectProvider<WorkflowClient> client;

	@Test
	void knowsNothingOfTheEngine() {
		assertThat(this.entityManagerFactory.getMetamodel().getEntities()).extracting(EntityType::getName)
			.containsExactly("Purchase");
		assertThat(this.client.getIfAvailable()).isNull();
		this.purchases.save(new Purchase("p"));
		assertThat(this.purchases.count()).isEqualTo(1);
	}

}
