package dev.holdfast.engine.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What workflow code must not call of the JDK and of well-known libraries. The first line
 * that fits counts.
 */
final class Rules {

	private static final Rule CLOCK = Rule.certain("reads the clock of the machine", "Use Workflows.now().");

	private static final Rule RANDOM = Rule.certain("makes random values that are others on replay",
			"Use Workflows.random() or Workflows.randomUuid().");

	private static final Rule SLEEP = Rule.certain("blocks the thread that executes the workflow",
			"Use Workflows.sleep(…), which is durable, or Workflows.await(…).");

	private static final Rule THREADS = Rule.certain("uses threads of its own",
			"Use Workflows.async(…) and Promise, or put it into an activity.");

	private static final Rule LOCKS = Rule.certain("waits for other threads",
			"Use Workflows.lock(), Workflows.semaphore(…), Workflows.queue(…) or Workflows.await(…).");

	private static final Rule IO = Rule.certain("reads or writes something outside of the workflow",
			"Put it into an activity.");

	private static final Rule ENVIRONMENT = Rule.suspicious(
			"reads or changes what may be different on another machine or after a restart",
			"Pass it as an argument, or read it with Workflows.sideEffect(…).");

	private static final Rule CONSOLE = Rule.suspicious("writes to the console, again on each replay",
			"Use Workflows.logger().");

	private static final Rule THREAD_LOCAL = Rule.certain("keeps a value with a thread, which is another one on replay",
			"Use a field of the workflow, or a WorkflowLocal.");

	static final Rule PARALLEL = Rule.certain("works in parallel", "Use a sequential stream.");

	static final Rule STATIC_WRITE = Rule.certain("changes a static field, which all executions share",
			"Use a field of the workflow, or a WorkflowLocal.");

	static final Rule STATIC_READ = Rule.certain(
			"reads a static field that is not final, and may change between replays",
			"Make it final, pass the value as an argument, or read it with Workflows.sideEffect(…).");

	static final Rule MONITOR = Rule.suspicious("is synchronized, though one thread at a time executes a workflow",
			"Remove 'synchronized', or use Workflows.lock() if it is held while something blocks.");

	static final Rule BEAN = Rule.certain("calls a Spring bean that is no activity",
			"Make the bean an activity, or call it in one.");

	static final Rule HASH_ORDER = Rule.suspicious(
			"goes through a collection without an order, and what it does there is recorded in that order",
			"Use a List, a LinkedHashMap, a TreeMap or sorted keys.");

	/** They have an order or none, as what was made has. */
	private static final Set<String> OF_ANY_ORDER = Set.of("java/util/Map", "java/util/Set", "java/util/Collection",
			"java/lang/Iterable");

	private static final Set<String> UNORDERED = Set.of("java/util/HashMap", "java/util/HashSet",
			"java/util/IdentityHashMap", "java/util/WeakHashMap", "java/util/Hashtable",
			"java/util/concurrent/ConcurrentHashMap");

	private static final Set<String> ITERATIONS = Set.of("iterator", "forEach", "stream", "spliterator", "keySet",
			"entrySet", "values", "toArray");

	private static final List<Line> LINES = new ArrayList<>();

	static {
		lines(CLOCK, "java/lang/System.currentTimeMillis", "java/lang/System.nanoTime", "java/time/Clock.*",
				"java/time/InstantSource.*", "java/time/Instant.now", "java/time/LocalDate.now",
				"java/time/LocalDateTime.now", "java/time/LocalTime.now", "java/time/OffsetDateTime.now",
				"java/time/OffsetTime.now", "java/time/ZonedDateTime.now", "java/time/Year.now",
				"java/time/YearMonth.now", "java/time/MonthDay.now", "java/util/Calendar.getInstance",
				"java/util/Date.<init>()V", "java/util/GregorianCalendar.<init>()V");
		lines(RANDOM, "java/lang/Math.random", "java/lang/StrictMath.random", "java/util/UUID.randomUUID",
				"java/util/Random.<init>()V", "java/security/SecureRandom.*",
				"java/util/concurrent/ThreadLocalRandom.*", "java/util/SplittableRandom.<init>()V",
				"java/util/random/RandomGenerator.getDefault", "java/util/random/RandomGenerator.of",
				"java/util/Collections.shuffle(Ljava/util/List;)V");
		lines(SLEEP, "java/lang/Thread.sleep", "java/lang/Thread.join", "java/lang/Thread.onSpinWait",
				"java/util/concurrent/TimeUnit.sleep", "java/lang/Thread.yield");
		allowed("java/lang/Thread.currentThread", "java/lang/Thread.interrupted", "java/lang/Thread.isInterrupted",
				"java/lang/Thread.interrupt", "java/lang/Thread.getContextClassLoader");
		lines(THREADS, "java/lang/Thread.*", "java/util/concurrent/Executor.*",
				"java/util/concurrent/ExecutorService.*", "java/util/concurrent/Executors.*",
				"java/util/concurrent/CompletableFuture.*", "java/util/concurrent/CompletionStage.*",
				"java/util/concurrent/ForkJoinPool.*", "java/util/concurrent/ForkJoinTask.*",
				"java/util/concurrent/ScheduledExecutorService.*", "java/util/concurrent/ThreadPoolExecutor.*",
				"java/util/Timer.*", "org/springframework/core/task/**", "org/springframework/scheduling/**",
				"reactor/core/**", "io/reactivex/**");
		lines(LOCKS, "java/lang/Object.wait", "java/lang/Object.notify", "java/lang/Object.notifyAll",
				"java/util/concurrent/locks/**", "java/util/concurrent/CountDownLatch.*",
				"java/util/concurrent/CyclicBarrier.*", "java/util/concurrent/Phaser.*",
				"java/util/concurrent/Semaphore.*", "java/util/concurrent/Exchanger.*", "java/util/concurrent/Future.*",
				"java/util/concurrent/BlockingQueue.put", "java/util/concurrent/BlockingQueue.take",
				"java/util/concurrent/LinkedBlockingQueue.take", "java/util/concurrent/LinkedBlockingQueue.put",
				"java/util/concurrent/ArrayBlockingQueue.take", "java/util/concurrent/ArrayBlockingQueue.put",
				"java/util/concurrent/SynchronousQueue.*");
		lines(THREAD_LOCAL, "java/lang/ThreadLocal.*", "java/lang/InheritableThreadLocal.*", "org/slf4j/MDC.*");
		lines(IO, "java/io/File.*", "java/io/FileInputStream.*", "java/io/FileOutputStream.*", "java/io/FileReader.*",
				"java/io/FileWriter.*", "java/io/RandomAccessFile.*", "java/nio/file/Files.*",
				"java/nio/file/FileSystem.*", "java/nio/file/WatchService.*", "java/nio/file/Path.toAbsolutePath",
				"java/nio/file/Path.toRealPath", "java/nio/channels/**", "java/lang/Process.*",
				"java/lang/ProcessBuilder.*", "java/lang/Runtime.exec", "java/lang/ClassLoader.getResourceAsStream",
				"java/lang/Class.getResourceAsStream", "java/net/URL.openConnection", "java/net/URL.openStream",
				"java/net/Socket.*", "java/net/ServerSocket.*", "java/net/DatagramSocket.*",
				"java/net/HttpURLConnection.*", "java/net/InetAddress.*", "java/net/NetworkInterface.*",
				"java/net/http/**", "java/sql/**", "javax/sql/**", "javax/naming/**",
				"jakarta/persistence/EntityManager.*", "jakarta/persistence/EntityManagerFactory.*", "jakarta/jms/**",
				"jakarta/mail/**", "org/hibernate/**", "org/springframework/jdbc/**",
				"org/springframework/data/repository/**", "org/springframework/data/jpa/repository/**",
				"org/springframework/orm/**", "org/springframework/web/client/**",
				"org/springframework/web/reactive/function/client/**", "org/springframework/jms/**",
				"org/springframework/kafka/**", "org/springframework/amqp/**", "org/springframework/mail/**",
				"org/springframework/transaction/**", "org/springframework/context/ApplicationContext.*",
				"org/springframework/beans/factory/BeanFactory.*",
				"org/springframework/context/ApplicationEventPublisher.*", "java/lang/System.exit",
				"java/lang/Runtime.halt", "java/lang/Runtime.exit");
		lines(ENVIRONMENT, "java/lang/System.getenv", "java/lang/System.getProperty", "java/lang/System.getProperties",
				"java/lang/System.setProperty", "java/lang/System.setProperties", "java/lang/System.clearProperty",
				"java/lang/System.load", "java/lang/System.loadLibrary", "java/lang/System.mapLibraryName",
				"java/lang/System.identityHashCode", "java/lang/Integer.getInteger", "java/lang/Long.getLong",
				"java/lang/Boolean.getBoolean", "java/util/Locale.getDefault", "java/util/TimeZone.getDefault",
				"java/time/ZoneId.systemDefault", "java/nio/charset/Charset.defaultCharset",
				"java/lang/Runtime.availableProcessors", "java/lang/Runtime.freeMemory",
				"java/lang/Runtime.totalMemory", "java/lang/Runtime.maxMemory", "java/lang/management/**");
		lines(CONSOLE, "java/lang/System.out", "java/lang/System.err", "java/lang/System.in",
				"java/lang/System.console", "java/lang/System.setOut", "java/lang/System.setErr",
				"java/lang/System.setIn", "java/lang/Throwable.printStackTrace()V");
	}

	private Rules() {
	}

	/**
	 * A line of the table.
	 *
	 * @param owner a class, or the beginning of names
	 * @param member a member, a member with its descriptor, or {@code null} for all
	 * @param prefix whether the owner is the beginning of names
	 * @param rule what is wrong, or {@code null} if nothing is
	 */
	private record Line(String owner, @Nullable String member, boolean prefix, @Nullable Rule rule) {

		boolean fits(String otherOwner, String name, String descriptor) {
			if (!(this.prefix ? otherOwner.startsWith(this.owner) : otherOwner.equals(this.owner))) {
				return false;
			}
			return this.member == null || this.member.equals(name) || this.member.equals(name + descriptor);
		}

		static Line of(String text, @Nullable Rule rule) {
			if (text.endsWith("/**")) {
				return new Line(text.substring(0, text.length() - 2), null, true, rule);
			}
			int dot = text.indexOf('.');
			String member = text.substring(dot + 1);
			return new Line(text.substring(0, dot), member.equals("*") ? null : member, false, rule);
		}

	}

	private static void lines(Rule rule, String... texts) {
		Arrays.stream(texts).map((text) -> Line.of(text, rule)).forEach(LINES::add);
	}

	private static void allowed(String... texts) {
		Arrays.stream(texts).map((text) -> Line.of(text, null)).forEach(LINES::add);
	}

	/**
	 * What is wrong with a call, or with access to a field of the JDK; {@code null} if
	 * nothing is.
	 */
	static @Nullable Rule of(String owner, String name, String descriptor) {
		if (name.equals("parallelStream") || (name.equals("parallel") && owner.startsWith("java/util/stream/"))) {
			return PARALLEL;
		}
		for (Line line : LINES) {
			if (line.fits(owner, name, descriptor)) {
				return line.rule();
			}
		}
		return null;
	}

	/** Whether a class of collections promises no order. */
	static boolean isUnordered(String type) {
		return UNORDERED.contains(type);
	}

	/**
	 * Whether a call goes through a collection whose order nothing promises.
	 * @param amongUnordered whether the code around it makes such collections, so that an
	 * interface may stand for one
	 */
	static boolean isUnordered(String owner, String name, boolean amongUnordered) {
		return ITERATIONS.contains(name)
				&& (UNORDERED.contains(owner) || (amongUnordered && OF_ANY_ORDER.contains(owner)));
	}

}
