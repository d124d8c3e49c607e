-- A migration of its own, since changing a table commits: the sample data (version 2) come in one transaction.
alter table posts alter column id restart with (select max(id) + 1 from posts);
alter table comments alter column id restart with (select max(id) + 1 from comments);
alter table messages alter column id restart with (select max(id) + 1 from messages);
