create table if not exists purchase (id varchar(255) not null primary key);
