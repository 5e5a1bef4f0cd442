package dev.holdfast.engine.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks whether each other name of a type stands for that type alone.
 *
 * @param kind what kind of types they are
 */
record AliasInspector(String kind) {

	<T> List<DefinitionProblem> inspect(Collection<T> definitions, Function<T, String> typeOf,
			Function<T, List<String>> aliasesOf, Function<T, String> beanNameOf) {
		Map<String, T> meant = new HashMap<>();
		definitions.forEach((definition) -> meant.putIfAbsent(typeOf.apply(definition), definition));
		List<DefinitionProblem> problems = new ArrayList<>();
		for (T definition : definitions) {
			for (String alias : aliasesOf.apply(definition)) {
				String bean = beanNameOf.apply(definition);
				if (alias.isBlank()) {
					problems.add(new DefinitionProblem(
							"Bean '" + bean + "' has a blank alias for the " + this.kind + " '"
									+ typeOf.apply(definition) + "'.",
							"Remove it, or write the name that the type had."));
					continue;
				}
				T other = meant.putIfAbsent(alias, definition);
				if (other != null && !typeOf.apply(other).equals(typeOf.apply(definition))) {
					problems.add(new DefinitionProblem(
							"Bean '" + bean + "' has the alias '" + alias + "', which also stands for the " + this.kind
									+ " '" + typeOf.apply(other) + "' of bean '" + beanNameOf.apply(other) + "'.",
							"Leave it to one of them."));
				}
			}
		}
		return problems;
	}

}
