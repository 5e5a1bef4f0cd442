package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ChangingWorkflowsExampleTests {

	@EngineTest
	void aChangeWithinTheCode(EngineRig rig) {
		assertThat(change(rig, Changed.class)).isEqualTo("faxed");
		EngineRig.Node node = rig.startNode(Changed.class, Carriers.class);
		node.client().workflow("Claim", String.class).id("young").start();
		assertThat(paid(node, "young")).isEqualTo("mailed");
	}

	@EngineTest
	void aClassForEachVersion(EngineRig rig) {
		assertThat(change(rig, Claim.class, ClaimByMail.class)).isEqualTo("faxed");
		EngineRig.Node node = rig.startNode(Claim.class, ClaimByMail.class, Carriers.class);
		node.client().workflow(ClaimByMail::run).id("young").start();
		assertThat(paid(node, "young")).isEqualTo("mailed");
	}

	@EngineTest
	void anotherName(EngineRig rig) {
		EngineRig.Node before = rig.startNode(Claim.class, Carriers.class);
		before.client().workflow("Claim", String.class).id("old").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node node = rig.startNode(InsuranceClaim.class, Post.class);
		assertThat(paid(node, "old")).isEqualTo("faxed");
	}

	private static String change(EngineRig rig, Class<?>... now) {
		EngineRig.Node before = rig.startNode(Claim.class, Carriers.class);
		before.client().workflow("Claim", String.class).id("old").start();
		rig.awaitQuiet();
		before.stop();
		Class<?>[] beans = new Class<?>[now.length + 1];
		System.arraycopy(now, 0, beans, 0, now.length);
		beans[now.length] = Carriers.class;
		EngineRig.Node after = rig.startNode(beans);
		String paid = paid(after, "old");
		after.stop();
		return paid;
	}

	private static String paid(EngineRig.Node node, String id) {
		WorkflowHandle<Object, Object> handle = node.client().handle(id);
		handle.signal("paid");
		return (String) handle.result(EngineRig.PATIENCE);
	}

	@Activity
	public static class Carriers {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String fax() {
			return "faxed";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String mail() {
			return "mailed";
		}

	}

	abstract static class Waiting {

		boolean paid;

		@SignalMethod
		public void paid() {
			this.paid = true;
		}

	}

	// tag::before[]
	@Workflow(name = "Claim")
	public static class Claim extends Waiting {

		private final Carriers carriers;

		public Claim(Carriers carriers) {
			this.carriers = carriers;
		}

		@WorkflowMethod
		public String run() {
			String sent = this.carriers.fax();
			Workflows.await(() -> this.paid);
			return sent;
		}

	}
	// end::before[]

	@Workflow(name = "Claim")
	public static class Changed extends Waiting {

		private final Carriers carriers;

		public Changed(Carriers carriers) {
			this.carriers = carriers;
		}

		// tag::version[]
		@WorkflowMethod
		public String run() {
			boolean byMail = Workflows.version("by-mail", Workflows.DEFAULT_VERSION, 1) == 1;
			String sent = byMail ? this.carriers.mail() : this.carriers.fax();
			Workflows.await(() -> this.paid);
			return sent;
		}
		// end::version[]

	}

	// tag::side-by-side[]
	@Workflow(name = "Claim", version = 1)
	public static class ClaimByMail extends Waiting {

		private final Carriers carriers;

		public ClaimByMail(Carriers carriers) {
			this.carriers = carriers;
		}

		@WorkflowMethod
		public String run() {
			String sent = this.carriers.mail();
			Workflows.await(() -> this.paid);
			return sent;
		}

	}
	// end::side-by-side[]

	// tag::aliases[]
	@Activity(aliases = "Carriers")
	public static class Post {

		@ActivityMethod(startToCloseTimeout = "5s", aliases = "Carriers.fax")
		public String telefax() {
			return "faxed";
		}

	}

	@Workflow(aliases = "Claim")
	public static class InsuranceClaim extends Waiting {

		private final Post post;

		public InsuranceClaim(Post post) {
			this.post = post;
		}

		@WorkflowMethod
		public String run() {
			String sent = this.post.telefax();
			Workflows.await(() -> this.paid);
			return sent;
		}

	}
	// end::aliases[]

}
