import { Socket } from 'node:net';

/** Not imported: an import would keep the function that tests import from there as it is now. */
const dns = process.getBuiltinModule('node:dns');
const { connect } = Socket.prototype;
const { lookup } = dns;

function refuse(): never {
  throw new Error('Unit tests use no network: what needs a server belongs in another suite.');
}

Socket.prototype.connect = refuse;
dns.lookup = Object.assign(refuse, { __promisify__: refuse }) as typeof dns.lookup;

function allowAgain(): void {
  Socket.prototype.connect = connect;
  dns.lookup = lookup;
}

/**
 * Node's own modules are shared by all test files of a process, those of other suites included, so the network has to
 * come back at the end. Setup files run before the test framework brings its globals: this waits for the one it needs.
 */
Object.defineProperty(globalThis, 'afterAll', {
  configurable: true,
  set(afterAll: (hook: () => void) => void) {
    Object.defineProperty(globalThis, 'afterAll', { configurable: true, writable: true, value: afterAll });
    afterAll(allowAgain);
  },
});
