package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What kind of call a method of a statement is: decides how it is answered. */
enum StatementCall {
  IDENTITY,
  WRAPPER,
  /** Sends something to the server. */
  EXECUTE,
  /** A setting of the statement, kept and applied before each execution. */
  SETTING,
  /** Asks for a setting. */
  SETTING_GETTER,
  /** A parameter, kept and bound before each execution. */
  PARAMETER,
  CLEAR_PARAMETERS,
  ADD_BATCH,
  CLEAR_BATCH,
  /** Walks through the results of the last execution. */
  RESULT,
  /** Asks the server what the statement would return or take. */
  DESCRIBE,
  /** Reads an out parameter of the last execution. */
  OUT_PARAMETER,
  /** Refused: it would make a large object. */
  LARGE_OBJECT,
  /** About the handle itself: close, cancel and the like. */
  OWN,
  /** Answered by the interface's own default method. */
  DEFAULT;

  private static final Set<String> OWN_NAMES =
      Set.of(
          "close",
          "isClosed",
          "getConnection",
          "cancel",
          "closeOnCompletion",
          "isCloseOnCompletion");

  private static final Set<String> RESULT_NAMES =
      Set.of(
          "getResultSet",
          "getUpdateCount",
          "getLargeUpdateCount",
          "getMoreResults",
          "getGeneratedKeys",
          "getWarnings",
          "clearWarnings");

  private static final Map<Method, StatementCall> KNOWN = new ConcurrentHashMap<>();

  static StatementCall of(Method method) {
    return KNOWN.computeIfAbsent(method, StatementCall::classify);
  }

  private static StatementCall classify(Method method) {
    Class<?> declared = method.getDeclaringClass();
    String name = method.getName();
    if (declared == Object.class) {
      return IDENTITY;
    }
    if (declared == Wrapper.class || declared == AutoCloseable.class) {
      return declared == Wrapper.class ? WRAPPER : OWN;
    }
    if (OWN_NAMES.contains(name)) {
      return OWN;
    }
    if (name.startsWith("execute")) {
      return EXECUTE;
    }
    return switch (name) {
      case "addBatch" -> ADD_BATCH;
      case "clearBatch" -> CLEAR_BATCH;
      case "clearParameters" -> CLEAR_PARAMETERS;
      case "registerOutParameter" -> PARAMETER;
      case "getParameterMetaData", "getMetaData" -> DESCRIBE;
      default -> declared == Statement.class ? ofStatement(method) : ofPrepared(method);
    };
  }

  private static StatementCall ofStatement(Method method) {
    String name = method.getName();
    if (RESULT_NAMES.contains(name)) {
      return RESULT;
    }
    if (name.startsWith("set")) {
      return SETTING;
    }
    return name.startsWith("get") || name.equals("isPoolable") ? SETTING_GETTER : DEFAULT;
  }

  private static StatementCall ofPrepared(Method method) {
    if (!method.getName().startsWith("set")) {
      return OUT_PARAMETER;
    }
    boolean large = method.getName().matches("setBlob|setClob|setNClob");
    for (Class<?> type : method.getParameterTypes()) {
      large |= type == Blob.class || type == Clob.class;
    }
    return large ? LARGE_OBJECT : PARAMETER;
  }
}
