import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { ApiKeyList } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Notices } from '../../lambdas/http/management-api/schemas/notices.ts';
import type { Session as SessionInfo } from '../../lambdas/http/management-api/schemas/session.ts';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { HubConfig } from '../api/hub-config.ts';
import { createManagementApi, type ManagementApi } from '../api/management-api.ts';
import type { Draft } from '../session/draft.ts';
import { createOtherTabs, type OtherTabs } from '../session/other-tabs.ts';
import { createSession, type Session } from '../session/session.ts';
import { createRecentUsage, type RecentUsage } from './recent-usage.ts';
import { createResource, type Resource, type ResourceState } from './resource.ts';

/** The session, API and shared data of all pages. */
export interface Hub {
  readonly config: HubConfig;
  readonly session: Session;
  readonly otherTabs: OtherTabs;
  readonly api: ManagementApi;
  readonly viewer: Resource<SessionInfo>;
  readonly apiKeys: Resource<ApiKeyList>;
  readonly legacyToken: Resource<LegacyTokenWithUsage>;
  readonly settings: Resource<Settings>;
  readonly notices: Resource<Notices>;
  readonly recentUsage: RecentUsage;
  /** What was typed but not saved; a new sign-in restores it. */
  readonly draft: { current: Draft | null };
}

export function createHub(config: HubConfig): Hub {
  const session = createSession(config);
  const api = createManagementApi(config.managementApi, session.tokens, (...request) => fetch(...request));
  return {
    config,
    session,
    otherTabs: createOtherTabs(),
    api,
    viewer: createResource(api.session),
    apiKeys: createResource(api.listApiKeys),
    legacyToken: createResource(api.legacyToken),
    settings: createResource(api.settings),
    notices: createResource(api.notices),
    recentUsage: createRecentUsage(api.usage),
    draft: { current: null },
  };
}

export const HubContext = createContext<Hub | null>(null);

export function useHub(): Hub {
  const hub = useContext(HubContext);
  if (hub === null) throw new Error('There is no hub around this part of the page.');
  return hub;
}

/** Older data is reloaded when it is looked at again. */
const STALE_MS = 5_000;

export function refreshIfStale(resource: Resource<unknown>): void {
  if (Date.now() - resource.state().loadedAt > STALE_MS) void resource.load();
}

/** Returns a resource's state; refreshes it when first shown, when the tab is shown again and on other tabs' changes. */
export function useResource<T>(resource: Resource<T>): ResourceState<T> {
  const { otherTabs } = useHub();
  const state = useSyncExternalStore(resource.subscribe, resource.state);
  useEffect(() => {
    const refresh = () => refreshIfStale(resource);
    const onVisible = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    refresh();
    document.addEventListener('visibilitychange', onVisible);
    const stop = otherTabs.onMessage((message) => {
      if (message === 'changed') void resource.load();
    });
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      stop();
    };
  }, [resource, otherTabs]);
  return state;
}
