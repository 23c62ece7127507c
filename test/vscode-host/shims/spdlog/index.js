// Stand-in for `@vscode/spdlog`, through which VS Code's server and extension host write their log files, and
// with them every Output channel. Tests read those, so lines reach the disk within FLUSH_MS.

const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const ERROR = LEVELS.indexOf('error');
const FLUSH_MS = 20;

let defaultLevel = LEVELS.indexOf('info');
const open = new Set();

class Logger {
  constructor(_kind, name, file, maxSize = 0, maxFiles = 0) {
    Object.assign(this, { name, file, maxSize, maxFiles, level: defaultLevel, lines: [], timer: undefined });
    this.pattern = '%Y-%m-%d %H:%M:%S.%e [%l] %v';
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.descriptor = fs.openSync(file, 'a');
    this.size = fs.fstatSync(this.descriptor).size;
    open.add(this);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(pattern) {
    this.pattern = pattern;
  }
  clearFormatters() {
    this.pattern = '%v';
    this.bare = true; // the caller brings its own line ends
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines.length === 0 || this.descriptor === undefined) return;
    const text = this.lines.join('');
    this.lines = [];
    try {
      if (this.maxSize > 0 && this.size + text.length > this.maxSize) this.rotate();
      fs.writeSync(this.descriptor, text);
      this.size += Buffer.byteLength(text);
    } catch {
      // A full disk or a removed folder must not take the editor down with its log.
    }
  }

  drop() {
    this.flush();
    open.delete(this);
    if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  /** log.txt to log.1.txt, log.1.txt to log.2.txt, and so on; the oldest one falls off. */
  rotate() {
    fs.closeSync(this.descriptor);
    const { dir, name, ext } = path.parse(this.file);
    const numbered = (n) => (n === 0 ? this.file : path.join(dir, `${name}.${n}${ext}`));
    for (let n = this.maxFiles; n > 0; n--) {
      if (fs.existsSync(numbered(n - 1))) fs.renameSync(numbered(n - 1), numbered(n));
    }
    this.descriptor = fs.openSync(this.file, 'w');
    this.size = 0;
  }

  write(level, message) {
    if (level < this.level || this.descriptor === undefined) return;
    this.lines.push(this.bare ? message : `${this.format(level, message)}\n`);
    if (level >= ERROR) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  format(level, message) {
    const now = new Date();
    const two = (n) => String(n).padStart(2, '0');
    const fields = {
      Y: now.getFullYear(),
      m: two(now.getMonth() + 1),
      d: two(now.getDate()),
      H: two(now.getHours()),
      M: two(now.getMinutes()),
      S: two(now.getSeconds()),
      e: String(now.getMilliseconds()).padStart(3, '0'),
      l: LEVELS[level],
      n: this.name,
      v: message,
      '%': '%',
      '^': '', // colour on and off
      $: '',
    };
    return this.pattern.replace(/%(.)/g, (whole, key) => fields[key] ?? whole);
  }
}

LEVELS.slice(0, -1).forEach((name, level) => {
  const method = name === 'warning' ? 'warn' : name;
  Logger.prototype[method] = function (message) {
    this.write(level, message);
  };
});

process.on('exit', () => {
  for (const logger of open) logger.flush();
});

const create = async (...args) => new Logger('rotating', ...args);

module.exports = {
  Logger,
  version: 11100,
  createRotatingLogger: create,
  createAsyncRotatingLogger: create,
  setFlushOn: () => {},
  setLevel: (level) => {
    defaultLevel = level;
  },
};
