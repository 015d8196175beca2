import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The used part of better-auth 1.7 and its plugin, which are not dependencies of the project. */
interface Auth {
  readonly api: {
    createApiKey(request: { body: { userId: string; name: string } }): Promise<{ key: string }>;
    verifyApiKey(request: { body: { key: string } }): Promise<{ valid: boolean }>;
  };
}

type Adapter = Record<string, unknown>;
type AdapterFactory = (options: unknown) => Adapter;
type Modules = {
  betterAuth: (options: object) => Auth;
  memoryAdapter: (tables: Record<string, object[]>) => AdapterFactory;
  apiKey: (options: object) => object;
};

export interface Peer {
  verify(): Promise<unknown>;
  /** Returns the names of the adapter's calls since the last time. */
  takeOperations(): string[];
}

const OPERATIONS = ['create', 'update', 'updateMany', 'delete', 'deleteMany', 'findOne', 'findMany', 'count'];
const USER = { id: 'benchmark-user', email: 'owner@benchmark.example', name: 'Owner', emailVerified: true };
/** The plugin counts calls of a key by default; the default of ten a day would refuse the eleventh. */
const RATE_LIMIT = { enabled: true, timeWindow: 86_400_000, maxRequests: 1_000_000_000 };

/** Sets up the peer with its defaults, on its memory adapter, with one user and one key. It is installed in `directory`. */
export async function createPeer(directory: string): Promise<Peer> {
  const { betterAuth, memoryAdapter, apiKey } = await load(directory);
  const now = new Date();
  const tables = {
    user: [{ ...USER, createdAt: now, updatedAt: now }],
    session: [],
    account: [],
    verification: [],
    apikey: [],
  };
  let operations: string[] = [];
  const adapter = memoryAdapter(tables);
  const auth = betterAuth({
    baseURL: 'http://localhost',
    secret: 'a-secret-for-the-benchmark-only-0123456789',
    logger: { disabled: true },
    telemetry: { enabled: false },
    database: (options: unknown) => counted(adapter(options), (name) => operations.push(name)),
    plugins: [apiKey({ rateLimit: RATE_LIMIT })],
  });
  const { key } = await auth.api.createApiKey({ body: { userId: USER.id, name: 'benchmark' } });
  const verify = () => auth.api.verifyApiKey({ body: { key } });
  if (!(await verify()).valid) throw new Error('better-auth refused its own key.');
  return {
    verify,
    takeOperations() {
      const taken = operations;
      operations = [];
      return taken;
    },
  };
}

function counted(adapter: Adapter, onOperation: (name: string) => void): Adapter {
  const wrapped = { ...adapter };
  for (const name of OPERATIONS) {
    const original = adapter[name];
    if (typeof original !== 'function') continue;
    wrapped[name] = (...parameters: unknown[]) => {
      onOperation(name);
      return original.apply(adapter, parameters);
    };
  }
  return wrapped;
}

async function load(directory: string): Promise<Modules> {
  const { resolve } = createRequire(join(directory, 'package.json'));
  const names = ['better-auth', 'better-auth/adapters/memory', '@better-auth/api-key'];
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(resolve(name)).href)));
  return Object.assign({}, ...modules.map((module) => ({ ...module }))) as Modules;
}
