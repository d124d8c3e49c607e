create table conversation (
    id bigint primary key
);

create table message (
    id              bigint generated always as identity primary key,
    conversation_id bigint                   not null references conversation (id),
    author          varchar(50)              not null,
    text            varchar(2000)            not null,
    sent_at         timestamp with time zone not null default current_timestamp
);

create index message_by_conversation on message (conversation_id, id desc);
