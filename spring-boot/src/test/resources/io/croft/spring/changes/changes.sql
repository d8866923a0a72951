--liquibase formatted sql

--changeset somebody:1
CREATE TABLE changed (id bigint PRIMARY KEY);
