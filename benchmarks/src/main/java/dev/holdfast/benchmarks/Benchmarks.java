package dev.holdfast.benchmarks;

import java.util.Arrays;

import dev.holdfast.benchmarks.whole.Comparison;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks, briefly unless the command line says otherwise: those of parts,
 * with the options of JMH, or of whole engines, if the first argument is "whole".
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length > 0 && args[0].equals("whole")) {
			Comparison.main(Arrays.copyOfRange(args, 1, args.length));
		}
		else {
			parts(args);
		}
	}

	private static void parts(String[] args) throws CommandLineOptionException, RunnerException {
		CommandLineOptions given = new CommandLineOptions(args);
		Options options = new OptionsBuilder().parent(given)
			.forks(given.getForkCount().orElse(1))
			.warmupIterations(given.getWarmupIterations().orElse(3))
			.warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(2)))
			.measurementIterations(given.getMeasurementIterations().orElse(5))
			.measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(2)))
			.build();
		new Runner(options).run();
	}

}
