#!/bin/sh
# Runs once, on an empty database: an ordinary role, so that row-level security binds the program.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
create role preceptor login password '$PRECEPTOR_PASSWORD' nosuperuser nobypassrls;
create database preceptor owner preceptor;
SQL
