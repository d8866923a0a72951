package io.croft.jdbc;

abstract class MoveContract extends TenantsOnServers {}
