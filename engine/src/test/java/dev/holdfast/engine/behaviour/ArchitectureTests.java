package dev.holdfast.engine.behaviour;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

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
			.doNotHaveFullyQualifiedName(ENGINE + ".EngineThreads")
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
			.callMethod(java.util.UUID.class, "randomUUID")
			.orShould()
			.callMethod(Math.class, "random")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom"));
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
