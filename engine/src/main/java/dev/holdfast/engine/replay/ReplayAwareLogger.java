package dev.holdfast.engine.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loggers that say nothing while history is replayed. */
final class ReplayAwareLogger {

	private ReplayAwareLogger() {
	}

	static Logger create(String name, BooleanSupplier silent) {
		Logger target = LoggerFactory.getLogger(name);
		return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[] { Logger.class },
				(proxy, method, arguments) -> {
					if (method.getReturnType() == void.class && silent.getAsBoolean()) {
						return null;
					}
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
