package dev.holdfast.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.util.StringUtils;

/** Which build of the application this is. */
final class BuildId {

	private static final int LONGEST = 64;

	private BuildId() {
	}

	/**
	 * What is configured, or else the commit that it was built from, or its version;
	 * {@code null} if nothing is known.
	 */
	static @Nullable String of(HoldfastProperties properties, BeanFactory beanFactory) {
		String configured = properties.buildId();
		if (configured != null) {
			return configured;
		}
		GitProperties git = beanFactory.getBeanProvider(GitProperties.class).getIfUnique();
		String commit = (git != null) ? git.getShortCommitId() : null;
		BuildProperties build = beanFactory.getBeanProvider(BuildProperties.class).getIfUnique();
		String version = (build != null) ? build.getVersion() : null;
		String known = StringUtils.hasText(commit) ? commit : version;
		return StringUtils.hasText(known) ? known.substring(0, Math.min(LONGEST, known.length())) : null;
	}

}
