package dev.holdfast.sample.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;

import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what histories say that activities have done with what they did: each activity
 * that is recorded as completed has left its effect, with the result that is recorded,
 * and there is no effect that nobody has recorded. Also, each command of a history has
 * exactly one end.
 */
final class EffectAudit {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String EVENTS = """
			select run_id, event_id, event_type, payload from holdfast_event
			where event_type like 'Activity%' or event_type like 'Child%' or event_type like 'Timer%'
			order by run_id, event_id""";

	/** Effects as the application's tables have them, in the words of the histories. */
	private static final String EFFECTS = """
			select 'reserve ' || invoice_no from stock_movement where kind = 'RESERVED' group by invoice_no
			union all select 'release ' || invoice_no from stock_movement where kind = 'RELEASED' group by invoice_no
			union all select 'takeBack ' || invoice_no from stock_movement where kind = 'RETURNED' group by invoice_no
			union all select 'awaitApproval ' || invoice_no from journal_entry where kind = 'APPROVAL_ASKED'
			union all select 'approved ' || invoice_no from journal_entry where kind = 'APPROVED'
			union all select 'close ' || invoice_no || ' ' || detail from journal_entry where kind = 'CLOSED'
			union all select 'handOver ' || shipment_id || ' ' || tracking_no from shipment
			union all select 'recordDispatch ' || shipment_id || ' ' || tracking_no from shipment
			union all select 'recall ' || invoice_no || ' ' || count(*) from shipment where recalled group by invoice_no
			union all select 'charge ' || invoice_no || ' ' || amount from gateway_entry where kind = 'CHARGE'
			union all select 'credit ' || invoice_no || ' ' || amount from gateway_entry where kind = 'CREDIT'
			union all select 'reverse ' || invoice_no || ' ' || amount from gateway_entry
				where kind in ('REVERSAL', 'VOID')""";

	/** How each activity says what it has done, from its arguments and its result. */
	private static final Map<String, BiFunction<JsonNode, String, String>> WORDS = Map.ofEntries(
			Map.entry("reserve", (arguments, result) -> arguments.get(0).asString()),
			Map.entry("release", (arguments, result) -> arguments.get(0).asString()),
			Map.entry("takeBack", (arguments, result) -> arguments.get(0).asString()),
			Map.entry("awaitApproval", (arguments, result) -> arguments.get(0).asString()),
			Map.entry("approved", (arguments, result) -> arguments.get(0).asString()),
			Map.entry("close", (arguments, result) -> arguments.get(0).asString() + " " + arguments.get(1).asString()),
			Map.entry("handOver", (arguments, result) -> arguments.get(0).asString() + " " + result),
			Map.entry("recordDispatch",
					(arguments, result) -> "shipment-" + arguments.get(0).get("invoiceNo").asString() + "-"
							+ arguments.get(0).get("warehouse").asString() + " " + arguments.get(1).asString()),
			Map.entry("recall", (arguments, result) -> arguments.get(0).asString() + " " + result),
			Map.entry("charge", (arguments, result) -> arguments.get(0).asString() + " " + result),
			Map.entry("credit", (arguments, result) -> arguments.get(0).asString() + " " + result),
			Map.entry("reverse", (arguments, result) -> arguments.get(0).asString() + " " + result));

	/** Effects of nothing: what was done to no goods leaves no row. */
	private static final List<String> MAY_BE_EMPTY = List.of("release", "takeBack", "recall");

	private final JdbcClient database;

	EffectAudit(JdbcClient database) {
		this.database = database;
	}

	/** Compares; answers what is wrong, each in a line. */
	List<String> violations() {
		List<String> found = new ArrayList<>();
		Map<String, Integer> balance = new TreeMap<>();
		recorded(found).forEach((effect) -> balance.merge(effect, -1, Integer::sum));
		this.database.sql(EFFECTS)
			.query(String.class)
			.list()
			.forEach((effect) -> balance.merge(effect, 1, Integer::sum));
		balance.forEach((effect, count) -> {
			if (count > 0) {
				found.add("'" + effect + "' was done and not recorded, " + count + " times");
			}
			else if (count < 0 && !mayBeEmpty(effect)) {
				found.add("'" + effect + "' was recorded and not done, " + -count + " times");
			}
		});
		return found;
	}

	private static boolean mayBeEmpty(String effect) {
		String activity = effect.substring(0, effect.indexOf(' '));
		return MAY_BE_EMPTY.contains(activity) && (!activity.equals("recall") || effect.endsWith(" 0"));
	}

	/** What histories say; and each command must have one end. */
	private List<String> recorded(List<String> found) {
		List<String> effects = new ArrayList<>();
		Map<String, Command> open = new HashMap<>();
		this.database.sql(EVENTS).query((row) -> {
			UUID run = row.getObject(1, UUID.class);
			String type = row.getString(3);
			String[] text = new String(row.getBytes(4), StandardCharsets.UTF_8).split("\n", 2);
			JsonNode attributes = JSON.readTree(text[0]);
			String data = (text.length == 2) ? text[1] : "";
			switch (type) {
				case "ActivityScheduled", "ChildInitiated", "TimerStarted" ->
					open.put(run + " " + row.getLong(2), new Command(type, attributes, data));
				case "ActivityCancelRequested", "ChildCancelRequested" -> {
				}
				default -> {
					String id = run + " " + closes(attributes);
					Command command = open.remove(id);
					if (command == null) {
						found.add(type + " " + id + " ends what was not begun, or has ended before");
					}
					else if (type.equals("ActivityCompleted")) {
						effects.addAll(command.effect(data));
					}
				}
			}
		});
		open.forEach((id, command) -> {
			// A timer of an await that came true is cancelled, or forgotten at the end.
			if (!command.type().equals("TimerStarted")) {
				found.add(command.type() + " " + id + " has no end");
			}
		});
		return effects;
	}

	private static long closes(JsonNode attributes) {
		for (String name : List.of("activityId", "childId", "timerId")) {
			if (attributes.has(name)) {
				return attributes.get(name).asLong();
			}
		}
		throw new IllegalStateException("This event ends nothing: " + attributes);
	}

	/** Something that was begun. */
	private record Command(String type, JsonNode attributes, String data) {

		List<String> effect(String result) {
			String activity = this.attributes.get("activityType").asString();
			String name = activity.substring(activity.lastIndexOf('.') + 1);
			var words = WORDS.get(name);
			return (words == null) ? List.of()
					: List.of(name + " " + words.apply(JSON.readTree(this.data), value(result)));
		}

		private static String value(String result) {
			return result.startsWith("\"") ? JSON.readTree(result).asString() : result;
		}

	}

}
