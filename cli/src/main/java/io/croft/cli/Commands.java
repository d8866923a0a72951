package io.croft.cli;

import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import java.util.Map;
import picocli.CommandLine;

/** The tree of all commands. */
final class Commands {

  private Commands() {}

  /** Returns the commands as they are in that environment, at that terminal. */
  static CommandLine of(Map<String, String> environment, Terminal terminal) {
    CommandLine tenant =
        noun("tenant", "Creates, lists and shows tenants.")
            .addSubcommand(new TenantCreate(environment))
            .addSubcommand(new TenantList(environment))
            .addSubcommand(new TenantShow(environment));
    CommandLine limit =
        noun("limit", "Shows and changes what tenants may take.")
            .addSubcommand(new LimitShow(environment))
            .addSubcommand(new LimitSet(environment));
    CommandLine gate =
        noun("gate", "Shows and upgrades the gates, the SQL that keeps tenants apart.")
            .addSubcommand(new GateStatusCommand(environment))
            .addSubcommand(new GateUpgrade(environment, terminal))
            .addSubcommand(new GateRotate(environment));
    CommandLine watch =
        noun("watch", "Proves on live servers, again and again, that tenants are kept apart.")
            .addSubcommand(new WatchRun(environment, terminal))
            .addSubcommand(new WatchStatus(environment));
    return new CommandLine(new CroftCommand())
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new ServeCommand(environment))
        .addSubcommand(new AttackCommand(environment, terminal))
        .addSubcommand("tenant", tenant)
        .addSubcommand("application", application(environment))
        .addSubcommand("limit", limit)
        .addSubcommand("move", move(environment, terminal))
        .addSubcommand("gate", gate)
        .addSubcommand(new DoctorCommand(environment, terminal))
        .addSubcommand(new AdoptCommand(environment))
        .addSubcommand("watch", watch)
        .registerConverter(Isolation.class, Isolation::of)
        .registerConverter(MoveMode.class, MoveMode::of)
        .registerConverter(Slug.class, Slug::of)
        .registerConverter(TenantId.class, TenantId::of);
  }

  private static CommandLine application(Map<String, String> environment) {
    return noun("application", "Gives applications what they need to reach their tenants.")
        .addSubcommand(new ApplicationLogin(environment))
        .addSubcommand(new ApplicationList(environment))
        .addSubcommand(new ApplicationRevoke(environment));
  }

  private static CommandLine move(Map<String, String> environment, Terminal terminal) {
    return noun("move", "Moves a tenant between homes and servers while it is in use.")
        .addSubcommand(new MovePreviewing(environment))
        .addSubcommand(new MoveStart(environment, terminal))
        .addSubcommand(new MoveMany(environment, terminal))
        .addSubcommand(new MoveStatus(environment))
        .addSubcommand(new MoveCutover(environment, terminal))
        .addSubcommand(new MoveReverse(environment, terminal))
        .addSubcommand(new MoveSettle(environment, terminal))
        .addSubcommand(new MoveWatch(environment, terminal))
        .addSubcommand(new MoveResume(environment, terminal))
        .addSubcommand(new MoveCancel(environment, terminal));
  }

  private static CommandLine noun(String name, String description) {
    CommandLine noun = new CommandLine(new NounCommand());
    noun.getCommandSpec().name(name).usageMessage().description(description);
    return noun;
  }
}
