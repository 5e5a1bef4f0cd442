package dev.holdfast.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** What a {@link WorkflowTest} begins with. */
final class WorkflowTestContextBootstrapper extends TestSliceTestContextBootstrapper<WorkflowTest> {

}
