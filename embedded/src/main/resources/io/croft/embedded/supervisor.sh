# Runs one PostgreSQL server for a JVM and outlives it: at the end of its standard input, however
# the JVM ended, it stops the server, and removes its directory unless that is to be kept.
#
#   ROOT   the server's directory: data/, server.log, postgresql.conf
#   KEEP   "keep" or "remove" ROOT at the end
#   BIN    the directory of initdb and pg_ctl
#   OWNER  uid:gid of the server, or empty where it is the user of this script
#   ...    the command that becomes the server's user; may be empty
#
# Reads one request a line and answers each with an exit code.
root=$1 keep=$2 bin=$3 owner=$4
shift 4

# A terminal sends signals to the whole process group, and a dead JVM reads no answer; neither ends
# this before its work is done.
trap '' HUP INT PIPE QUIT TERM
umask 077
cd / || exit 1

give() {
  [ -z "$owner" ] || chown "$owner" "$1"
}

create() {
  rm -rf "$root/data.new" && mkdir "$root/data.new" &&
    give "$root/data.new" && give "$root/initdb.password" &&
    "$@" -D "$root/data.new" --pwfile="$root/initdb.password" &&
    mv "$root/data.new" "$root/data"
}

server_pid() {
  sed -n 1p "$root/data/postmaster.pid" 2>/dev/null
}

# stop_by SIGNAL TWENTIETHS COMMAND...: sends the signal and waits; fails when the server still runs.
# The pid file tells the end even where nobody reaps the dead, the process where it was killed.
stop_by() {
  signal=$1 left=$2
  shift 2
  pid=$(server_pid)
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  "$@" sh -c 'kill "-$0" "$1"' "$signal" "$pid"
  while [ "$(server_pid)" = "$pid" ] && kill -0 "$pid" 2>/dev/null; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 1))
    sleep 0.05
  done
}

stop_now() {
  stop_by QUIT 200 "$@" || stop_by KILL 200 "$@"
}

while read -r request options; do
  case $request in
    initdb)
      # shellcheck disable=SC2086 # none of the options holds a space
      create "$@" "$bin/initdb" $options
      ;;
    start)
      # pg_ctl passes paths through a shell, so they are best without the names above them.
      (cd "$root" && "$@" "$bin/pg_ctl" start -w -t 300 -D data -o '-c config_file=postgresql.conf')
      ;;
    fast) stop_by INT 1200 "$@" ;;
    immediate) stop_now "$@" ;;
    *) false ;;
  esac </dev/null >>"$root/server.log" 2>&1
  echo $?
done

# Whoever removed the directory has ended the server too: it looks for its pid file.
[ -d "$root" ] || exit 0
exec >>"$root/server.log" 2>&1
if [ "$keep" = keep ]; then
  stop_by INT 600 "$@" || stop_now "$@"
else
  stop_now "$@"
  # Backends may still write for a moment after their server was killed.
  rm -rf "$root" || { sleep 1 && rm -rf "$root"; }
fi
