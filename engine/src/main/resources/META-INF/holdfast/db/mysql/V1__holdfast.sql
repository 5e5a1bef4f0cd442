-- Holdfast, schema version 1, MySQL 8.0 and newer. Times are microseconds since the epoch, in UTC.
-- The collation tells apart what differs in case, accents or trailing spaces. The statements rely on InnoDB.

-- What people look for. Written when an execution starts and when it closes.
create table holdfast_execution (
	run_id           binary(16)    not null,
	workflow_id      varchar(255)  not null,
	workflow_type    varchar(255)  not null,
	task_queue       varchar(255)  not null,
	status           varchar(16)   not null,
	started_at       bigint        not null,
	closed_at        bigint,
	parent_run_id    binary(16),
	parent_workflow_id varchar(255),
	parent_event_id  bigint,
	place            bigint        not null,
	first_run_id     binary(16)    not null,
	next_run_id      binary(16),
	reset_run_id     binary(16),
	reset_event      bigint,
	request_id       varchar(255),
	history_length   bigint        not null,
	last_failure     varchar(4000),
	stuck_code       varchar(64),
	constraint holdfast_execution_pk primary key (run_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;
create index holdfast_execution_by_id on holdfast_execution (workflow_id, started_at);
create index holdfast_execution_by_start on holdfast_execution (started_at, run_id);
create index holdfast_execution_by_status on holdfast_execution (status, started_at, run_id);
create index holdfast_execution_by_close on holdfast_execution (closed_at, run_id);

-- An open run: the hot row. Only what changes rarely is indexed, so that most updates touch no index.
create table holdfast_run (
	run_id           binary(16)    not null,
	workflow_id      varchar(255)  not null,
	workflow_type    varchar(255)  not null,
	task_queue       varchar(255)  not null,
	version          bigint        not null,
	next_event_id    bigint        not null,
	last_task        bigint        not null,
	owner            binary(16),
	epoch            bigint        not null,
	wake_at          bigint,
	failed_tasks     integer       not null,
	lost_nodes       integer       not null,
	stuck            boolean       not null,
	flags            bigint        not null,
	priority         integer       not null,
	fairness_key     varchar(64),
	fairness_weight  double,
	constraint holdfast_run_pk primary key (run_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;
create index holdfast_run_by_owner on holdfast_run (owner, stuck, priority, wake_at);

-- Which run has a workflow id: the guard of uniqueness, and the gate that senders of messages hold.
create table holdfast_current_run (
	workflow_id      varchar(255)  not null,
	run_id           binary(16)    not null,
	first_run_id     binary(16)    not null,
	constraint holdfast_current_run_pk primary key (workflow_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- What happened in a run, numbered without gaps.
create table holdfast_event (
	run_id           binary(16)    not null,
	event_id         bigint        not null,
	task             bigint        not null,
	event_type       varchar(40)   not null,
	recorded_at      bigint        not null,
	payload          longblob      not null,
	constraint holdfast_event_pk primary key (run_id, event_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- Messages to a run that are not in its history yet.
create table holdfast_inbox (
	run_id           binary(16)    not null,
	message_key      varchar(270)  not null,
	sent_at          bigint        not null,
	event_type       varchar(40)   not null,
	payload          longblob      not null,
	constraint holdfast_inbox_pk primary key (run_id, message_key)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- Messages that are known by an id: updates, and signals that count once. The key is that of the message.
create table holdfast_request (
	run_id           binary(16)    not null,
	request_key      varchar(270)  not null,
	name             varchar(255)  not null,
	stage            varchar(16)   not null,
	event_id         bigint,
	outcome          longblob,
	requested_at     bigint        not null,
	constraint holdfast_request_pk primary key (run_id, request_key)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- Activities that need a row: retries, heartbeats, work for other nodes.
create table holdfast_activity_task (
	run_id           binary(16)    not null,
	activity_id      bigint        not null,
	activity_type    varchar(255)  not null,
	task_queue       varchar(255)  not null,
	state            varchar(16)   not null,
	attempt          integer       not null,
	due_at           bigint        not null,
	remote           boolean       not null,
	owner            binary(16),
	heartbeat        longblob,
	last_failure     longblob,
	deadline_at      bigint,
	cancel_requested boolean       not null,
	priority         integer       not null,
	fairness_key     varchar(64),
	fairness_weight  double,
	constraint holdfast_activity_task_pk primary key (run_id, activity_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;
create index holdfast_activity_task_by_queue on holdfast_activity_task (remote, task_queue, state, priority, due_at);
create index holdfast_activity_task_by_deadline on holdfast_activity_task (remote, state, deadline_at);

-- How fast all nodes together begin activities of a task queue: when the next one may begin.
create table holdfast_task_queue (
	task_queue       varchar(255)  not null,
	next_start_at    bigint        not null,
	constraint holdfast_task_queue_pk primary key (task_queue)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- Nodes and their leases: one row each, whatever they own. Task queues and types are one a line,
-- and so are task queues with the activities that there is room for.
create table holdfast_node (
	boot_id          binary(16)    not null,
	name             varchar(255)  not null,
	process          varchar(255)  not null,
	task_queues      mediumtext    not null,
	workflow_types   mediumtext    not null,
	activity_types   mediumtext    not null,
	free_slots       mediumtext    not null,
	started_at       bigint        not null,
	lease_until      bigint        not null,
	constraint holdfast_node_pk primary key (boot_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;

-- Schedules. next_at is when one has something to do; waits_for is the workflow id whose end it waits for.
create table holdfast_schedule (
	schedule_id      varchar(255)  not null,
	version          bigint        not null,
	workflow_type    varchar(255)  not null,
	next_at          bigint,
	waits_for        varchar(255) ,
	paused           boolean       not null,
	definition       longblob      not null,
	start_payload    longblob      not null,
	state            longblob      not null,
	notes            longblob,
	problem          varchar(4000),
	created_at       bigint        not null,
	updated_at       bigint        not null,
	constraint holdfast_schedule_pk primary key (schedule_id)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;
create index holdfast_schedule_by_next on holdfast_schedule (next_at);
create index holdfast_schedule_by_wait on holdfast_schedule (waits_for);

-- What executions are found by: a row for each value of a search attribute, several for a list. Its type says which
-- columns it has. All numbers have a double, which is near enough for an index.
create table holdfast_search_attribute (
	run_id           binary(16)    not null,
	name             varchar(255)  not null,
	position         integer       not null,
	type             varchar(16)   not null,
	keyword_value    varchar(255),
	text_value       mediumtext,
	text_words       mediumtext,
	long_value       bigint,
	double_value     double,
	time_value       bigint,
	constraint holdfast_search_attribute_pk primary key (run_id, name, position)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_0900_bin;
create index holdfast_search_attribute_by_keyword on holdfast_search_attribute (name, keyword_value, run_id);
create index holdfast_search_attribute_by_number on holdfast_search_attribute (name, double_value, run_id);
create index holdfast_search_attribute_by_time on holdfast_search_attribute (name, time_value, run_id);
