insert into purchase (id) values ('deferred');
