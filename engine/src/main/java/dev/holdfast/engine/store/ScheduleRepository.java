package dev.holdfast.engine.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads schedules. */
interface ScheduleRepository extends Repository<ScheduleEntity, String> {

	String STORED_SCHEDULE = """
			select new dev.holdfast.engine.store.StoredSchedule(s.scheduleId, s.version, s.workflowType, s.nextAt,
			s.waitsFor, s.paused, s.definition, s.startPayload, s.state, s.createdAt, s.updatedAt)
			from HoldfastSchedule s
			""";

	String OVERVIEW = """
			select new dev.holdfast.engine.store.ScheduleOverview(s.scheduleId, s.workflowType, s.paused, s.nextAt,
			s.notes, s.problem)
			from HoldfastSchedule s
			""";

	@Query(STORED_SCHEDULE + "where s.scheduleId = :scheduleId")
	@Nullable StoredSchedule find(String scheduleId);

	@Query("select s.notes from HoldfastSchedule s where s.scheduleId = :scheduleId")
	byte @Nullable [] findNotes(String scheduleId);

	@Query("select count(s) from HoldfastSchedule s where s.scheduleId = :scheduleId")
	long count(String scheduleId);

	@Query(OVERVIEW + "order by s.scheduleId")
	List<ScheduleOverview> findAll();

	@Query(OVERVIEW + "where s.problem is not null order by s.scheduleId")
	List<ScheduleOverview> findWithProblems(Limit limit);

	@Query("select s.scheduleId from HoldfastSchedule s where s.updatedAt > :time")
	List<String> findWrittenAfter(long time);

}
