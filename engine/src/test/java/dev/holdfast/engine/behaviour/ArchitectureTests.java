package dev.holdfast.engine.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.engine.JvmThreads;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.TransactionDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final String ENGINE = "dev.holdfast.engine";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("dev.holdfast");

	private static void check(ArchRule rule) {
		rule.check(classes);
	}

	@Test
	void theApiKnowsNothingOfTheEngine() {
		check(noClasses().that()
			.resideInAPackage("dev.holdfast..")
			.and()
			.resideOutsideOfPackage(ENGINE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ENGINE + ".."));
	}

	@Test
	void replayTouchesNoDatabaseAndNoOwner() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + ".replay..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE + ".store..", ENGINE + ".run..", ENGINE + ".ownership..", ENGINE + ".client..",
					"java.sql..", "jakarta.persistence.."));
	}

	@Test
	void packagesDependDownwardsOnly() {
		check(noClasses().that()
			.resideInAnyPackage(ENGINE + ".history..", ENGINE + ".payload..", ENGINE + ".time..",
					ENGINE + ".definition..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE + ".replay..", ENGINE + ".store..", ENGINE + ".run..", ENGINE + ".ownership..",
					ENGINE + ".client..", ENGINE + ".activity.."));
		check(noClasses().that()
			.resideInAPackage(ENGINE + ".store..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE + ".run..", ENGINE + ".ownership..", ENGINE + ".client..",
					ENGINE + ".activity.."));
		check(noClasses().that()
			.resideInAPackage(ENGINE + ".run..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE + ".ownership..", ENGINE + ".client.."));
	}

	@Test
	void timeComesFromTheClock() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.resideOutsideOfPackage(ENGINE + ".store.schema..")
			.and()
			.doNotHaveFullyQualifiedName(ENGINE + ".TimeOrderedIds") // nobody reads it
																		// there
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now"));
	}

	@Test
	void threadsComeFromOnePlace() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.doNotBelongToAnyOf(JvmThreads.class)
			.should()
			.callConstructor(Thread.class)
			.orShould()
			.callConstructor(Thread.class, Runnable.class)
			.orShould()
			.callConstructor(Thread.class, Runnable.class, String.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.util.concurrent.Executors"));
	}

	@Test
	void threadsWaitInOnePlace() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.doNotBelongToAnyOf(JvmThreads.class)
			.and()
			.resideOutsideOfPackages(ENGINE + ".store.schema..", ENGINE + ".replay..")
			.should()
			.callMethod(TimeUnit.class, "sleep", long.class)
			.orShould()
			.callMethod(Thread.class, "sleep", long.class)
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(CompletableFuture.class, "get", long.class, TimeUnit.class)
			.orShould()
			.callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
			.orShould()
			.callMethod(CompletableFuture.class, "completeAsync", Supplier.class)
			.orShould()
			.callMethod(CompletableFuture.class, "runAsync", Runnable.class)
			.orShould()
			.callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
			.orShould()
			.callMethod(Semaphore.class, "tryAcquire", long.class, TimeUnit.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.util.concurrent.locks.Condition"));
	}

	@Test
	void idsComeFromOnePlace() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.doNotHaveFullyQualifiedName(ENGINE + ".TimeOrderedIds")
			.should()
			.callMethod(UUID.class, "randomUUID")
			.orShould()
			.callMethod(Math.class, "random")
			.orShould()
			.callMethod(Collections.class, "shuffle", List.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom"));
	}

	@Test
	void noClassIsLoadedByAStoredName() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.should()
			.callMethod(Class.class, "forName", String.class)
			.orShould()
			.callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
			.orShould()
			.callMethod(ClassLoader.class, "loadClass", String.class));
	}

	@Test
	void replayedCodeDrawsNothingThatCannotBeDrawnAgain() {
		check(noClasses().that()
			.resideInAnyPackage(ENGINE + ".replay..", ENGINE + ".history..")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName(ENGINE + ".EngineIds"));
	}

	@Test
	void transactionsHaveNoSavepoints() {
		check(noClasses().that()
			.resideInAPackage(ENGINE + "..")
			.should()
			.accessField(TransactionDefinition.class, "PROPAGATION_NESTED")
			.orShould()
			.callMethod(java.sql.Connection.class, "setSavepoint"));
	}

	/**
	 * So that a pooler may give each transaction another session. A time to wait for
	 * locks is set back in the transaction that has set it.
	 */
	@Test
	void nothingIsKeptInASessionOfTheDatabase() throws IOException {
		Pattern session = Pattern
			.compile("(?i)advisory_lock|get_lock\\(|set session (?!innodb_lock_wait_timeout)|create temp|\"prepare ");
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/holdfast/engine"))) {
			List<Path> keeping = sources.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !file.toString().contains("schema"))
				.filter((file) -> session.matcher(read(file)).find())
				.toList();
			assertThat(keeping).isEmpty();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void everyPackageSaysWhatMayBeNull() {
		List<String> unmarked = new ArrayList<>();
		TreeSet<String> packages = new TreeSet<>();
		for (JavaClass type : classes) {
			if (packages.add(type.getPackageName()) && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
				unmarked.add(type.getPackageName());
			}
		}
		assertThat(packages).hasSizeGreaterThan(15);
		assertThat(unmarked).isEmpty();
	}

}
