package dev.holdfast.engine.definition;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import javax.sql.DataSource;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Types of parameters and results: whether their values can be stored, and come back as
 * what they were.
 */
final class ValueTypes {

	private static final Logger logger = LoggerFactory.getLogger(ValueTypes.class);

	/** What is bound to a process, a thread, a connection or a transaction. */
	private static final List<Class<?>> BOUND = List.of(InputStream.class, OutputStream.class, Reader.class,
			Writer.class, BaseStream.class, Iterator.class, Thread.class, Executor.class, Future.class,
			ClassLoader.class, Connection.class, Statement.class, ResultSet.class, DataSource.class,
			EntityManager.class);

	private ValueTypes() {
	}

	/** What is wrong with the types of a method, as problems. */
	static List<DefinitionProblem> inspect(Type[] parameterTypes, Type resultType, String where) {
		List<DefinitionProblem> problems = new ArrayList<>();
		for (int i = 0; i < parameterTypes.length; i++) {
			inspect(ResolvableType.forType(parameterTypes[i]), where + ": parameter " + (i + 1), problems);
		}
		inspect(ResolvableType.forType(resultType), where + ": the result", problems);
		return problems;
	}

	private static void inspect(ResolvableType type, String where, List<DefinitionProblem> problems) {
		ResolvableType element = type.isArray() ? type.getComponentType() : type;
		Class<?> resolved = element.resolve();
		if (resolved == null || resolved == Object.class) {
			logger.warn("{} has the type {}: its values come back as maps, lists, text and numbers, whatever they were."
					+ " Declare a type that says what they are.", where, type);
			return;
		}
		if (BOUND.stream().anyMatch((bound) -> bound.isAssignableFrom(resolved))) {
			problems.add(new DefinitionProblem(
					where + " has the type " + resolved.getName() + ", whose values cannot be stored.",
					"Pass what it is made of, or a reference to it: text, bytes, an id, a path."));
		}
		else if (AnnotatedElementUtils.hasAnnotation(resolved, Entity.class)) {
			problems.add(new DefinitionProblem(
					where + " has the type " + resolved.getName()
							+ ", which is an entity: what is stored of it is a copy"
							+ " that nothing keeps up to date, with whatever it loads lazily.",
					"Pass its id, and load it in the activity; or a record with the values that are needed."));
		}
		for (ResolvableType argument : element.getGenerics()) {
			if (argument.resolve() != null && argument.resolve() != Object.class) {
				inspect(argument, where, problems);
			}
		}
	}

}
