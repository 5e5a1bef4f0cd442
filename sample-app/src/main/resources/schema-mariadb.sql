-- The order desk's own tables, for MariaDB. Each statement can be repeated, so that a start that was
-- killed half-way is made good by the next one.

create table if not exists customer_order (
    invoice_no   varchar(20) not null primary key,
    customer_id  varchar(20),
    country      varchar(60) not null,
    ordered_at   datetime(6) not null,
    total        numeric(25, 2) not null,
    state        varchar(20) not null,
    outcome      varchar(20),
    reason       varchar(2000),
    placed_at    datetime(6) not null,
    closed_at    datetime(6),
    version      integer not null,
    check ((state = 'CLOSED') = (outcome is not null))
);

create index if not exists customer_order_by_state on customer_order (state, invoice_no);

create table if not exists order_line (
    invoice_no   varchar(20) not null references customer_order (invoice_no),
    line_no      integer not null,
    stock_code   varchar(20) not null,
    description  varchar(255) not null,
    quantity     integer not null,
    unit_price   numeric(13, 4) not null,
    primary key (invoice_no, line_no)
);

create table if not exists journal_entry (
    id           bigint not null primary key,
    invoice_no   varchar(20) not null,
    kind         varchar(20) not null,
    detail       varchar(100) not null,
    entered_at   datetime(6) not null
);

create sequence if not exists journal_entry_seq start with 1 increment by 50;

create table if not exists stock_item (
    stock_code   varchar(20) not null primary key,
    on_hand      bigint not null check (on_hand >= 0)
);

-- No unique key forbids to enter something twice: that it does not happen is up to the transactional activities.
create table if not exists stock_movement (
    id           bigint not null primary key,
    invoice_no   varchar(20) not null,
    stock_code   varchar(20) not null,
    kind         varchar(20) not null,
    units        bigint not null
);

create index if not exists stock_movement_by_invoice on stock_movement (invoice_no);

create sequence if not exists stock_movement_seq start with 1 increment by 50;

create table if not exists shipment (
    id           bigint not null primary key,
    shipment_id  varchar(60) not null,
    invoice_no   varchar(20) not null,
    warehouse    varchar(20) not null,
    units        bigint not null,
    tracking_no  varchar(20) not null,
    recalled     boolean not null
);

create index if not exists shipment_by_invoice on shipment (invoice_no);

create sequence if not exists shipment_seq start with 1 increment by 50;

-- The books of the payment gateway, which stands for a system far away.
create table if not exists gateway_entry (
    idempotency_key  varchar(60) not null primary key,
    invoice_no       varchar(20) not null,
    kind             varchar(20) not null,
    amount           numeric(25, 2) not null check (amount >= 0),
    entered_at       datetime(6) not null
);

create index if not exists gateway_entry_by_invoice on gateway_entry (invoice_no);
