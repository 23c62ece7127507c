/** How often to look for the parent; nobody notices two seconds, and it costs nothing. */
const INTERVAL_MS = 2000;

/** Stand-in for `native-watchdog`: ends this process soon after the process `pid` has gone. */
exports.start = (pid) => {
  const watch = () => {
    try {
      process.kill(Number(pid), 0);
    } catch {
      process.exit(87);
    }
  };
  setInterval(watch, INTERVAL_MS).unref();
};
