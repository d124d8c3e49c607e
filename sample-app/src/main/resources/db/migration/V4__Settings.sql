create table settings (
    user_id  bigint primary key references users (id),
    theme    varchar(10) not null,
    language varchar(35) not null,
    version  bigint      not null
);
