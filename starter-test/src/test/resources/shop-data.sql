insert into entry (id, text) values (800, 'from the beginning');
