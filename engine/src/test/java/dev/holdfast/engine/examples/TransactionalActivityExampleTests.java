package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionalActivityExampleTests {

	@EngineTest
	void takesEffectOnce(EngineRig rig) {
		rig.jdbc().execute("create table stock (code varchar(20), units integer)");
		rig.jdbc().update("insert into stock (code, units) values ('85123A', 500)");
		WorkflowClient client = rig.start(ReserveWorkflow.class, Stock.class);
		assertThat(client.workflow(ReserveWorkflow::run, "85123A", 6).execute()).isEqualTo(494);
		assertThat(client.workflow(ReserveWorkflow::run, "85123A", 4).execute()).isEqualTo(490);
		assertThat(rig.jdbc().queryForObject("select units from stock", Integer.class)).isEqualTo(490);
	}

	@Workflow
	public static class ReserveWorkflow {

		private final Stock stock;

		public ReserveWorkflow(Stock stock) {
			this.stock = stock;
		}

		@WorkflowMethod
		public int run(String code, int units) {
			return this.stock.reserve(code, units);
		}

	}

	@Activity
	public static class Stock {

		private final JdbcTemplate jdbc;

		public Stock(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "5s")
		public int reserve(String code, int units) {
			this.jdbc.update("update stock set units = units - ? where code = ?", units, code);
			Integer left = this.jdbc.queryForObject("select units from stock where code = ?", Integer.class, code);
			return (left != null) ? left : 0;
		}

	}

}
