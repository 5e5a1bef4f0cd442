package dev.holdfast.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.holdfast.engine.sandbox.DeterminismCheck;
import dev.holdfast.engine.sandbox.DeterminismMode;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.util.ClassUtils;

/** The check of workflow code, for the packages and beans of this application. */
final class DeterminismChoice {

	private DeterminismChoice() {
	}

	static DeterminismCheck of(DeterminismMode mode, ConfigurableListableBeanFactory beanFactory) {
		List<String> packages = AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory)
				: List.of();
		Set<String> beans = new HashSet<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
			if (type != null) {
				beans.add(ClassUtils.getUserClass(type).getName());
			}
		}
		return new DeterminismCheck(mode, packages, beans::contains);
	}

}
