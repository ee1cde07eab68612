import { useHotkeys } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { may } from '../../../bridge/permissions.ts';
import { useDowntimeSheets } from '../../downtime.ts';
import { call } from '../../api.ts';
import { setUser, useChangesElsewhere, useRead, useWrite } from '../../query.ts';
import { go, hashOf, type Place } from '../../router.ts';
import { shutHere, useIdleHere } from '../../left-here.ts';
import { useMay, useSession } from '../../session.ts';
import { isSilent } from '../../site-silent.ts';
import { Mark } from '../../ui/logo.tsx';
import { useCalculatorActions } from '../calculators/palette.ts';
import { KeyNotice } from '../key/key-notice.tsx';
import { ClockNotice, StationClockNotice } from './clock-notice.tsx';
import { rooms, type Room } from './rooms.tsx';
import { BarNote, SilentNotice } from './silent-notice.tsx';
import { ScanField } from './scan-field.tsx';

const SCHEMES = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** What is around every room: scan field, rail, who is signed in. Keys: / scans, Ctrl+K goes anywhere, from a field too. */
export function Shell({ place, children }: { place: Place; children: ReactNode }) {
  const { user, status } = useSession();
  const client = useQueryClient();
  const lockAtHost = useCallback(
    () => call('session.lock', {}).then((seat) => client.setQueryData(['session.me', {}], seat)),
    [client],
  );
  const scan = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useChangesElsewhere(place.at === 'order' ? place.id : null, place.at === 'work');
  useDowntimeSheets(status.damaged === null);
  const { idleMinutes } = useRead('policy.get', {}).data?.settings ?? {};
  useIdleHere(idleMinutes, lockAtHost);
  const counts = useRead('order.counts', {});
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState(false);
  const calculators = useCalculatorActions(query, asked);
  const signOut = useWrite('session.sign-out', () => setUser(client, null));
  const lock = useWrite('session.lock', (seat) => client.setQueryData(['session.me', {}], seat));
  const { damaged } = status;
  const mayDraft = useMay('order.draft');
  const shown = rooms.filter((r) => may(r.access, user) && (damaged === null || r.whenDamaged === true));
  useHotkeys([['/', () => scan.current?.focus()]]);
  useHotkeys([['mod+K', () => spotlight.toggle()]], []);
  const actions = [
    {
      group: 'Go to',
      actions: shown.map((r) => ({
        id: r.id,
        label: r.title,
        description: r.about,
        onClick: () => go(r.place),
      })),
    },
    {
      group: 'Do',
      actions: [
        ...(mayDraft
          ? [
              {
                id: 'new-order',
                label: 'New order',
                description: 'For a patient on file',
                onClick: () => go({ at: 'new-order', patientId: null }),
              },
              {
                id: 'new-patient',
                label: 'New patient',
                description: 'Facts with their dates',
                onClick: () => go({ at: 'patient', id: null }),
              },
            ]
          : []),
        {
          id: 'account',
          label: 'My account',
          description: 'Password and PIN',
          onClick: () => go({ at: 'account' }),
        },
        ...(may('administer', user)
          ? [
              {
                id: 'policy',
                label: 'Sign-in rules',
                description: 'When windows lock, and what wrong passwords cost',
                onClick: () => go({ at: 'policy' }),
              },
              {
                id: 'exports',
                label: 'Logs and reports',
                description: 'Compounding, controlled substances, overrides, audit, as files',
                onClick: () => go({ at: 'exports' }),
              },
            ]
          : []),
        {
          id: 'scan',
          label: 'Scan or search',
          description: 'Key /',
          onClick: () => setTimeout(() => scan.current?.focus(), 150),
        },
        {
          id: 'scheme',
          label: `Colours: ${SCHEMES[colorScheme]}`,
          description: 'Light, dark, or as the system says',
          onClick: () => setColorScheme(SCHEMES[colorScheme]),
        },
        {
          id: 'lock',
          label: 'Lock',
          description: 'What is typed stays, out of sight',
          onClick: () => (isSilent() ? shutHere() : lock.mutate({})),
        },
        { id: 'sign-out', label: 'Sign out', description: user.name, onClick: () => signOut.mutate({}) },
      ],
    },
    ...calculators,
  ];
  return (
    <div className="shell">
      <a
        className="skip"
        href="#content"
        onClick={(e) => {
          e.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the work
      </a>
      <header className="bar">
        <div className="bar-mark">
          <Mark />
        </div>
        <ScanField ref={scan} />
        <BarNote />
        <div className="bar-who">
          <a href={hashOf({ at: 'account' })}>
            {user.name}, {user.credentials} <span className="note">· {user.role}</span>
          </a>
          <button
            type="button"
            className="btn ghost small"
            onClick={() => spotlight.open()}
            aria-label="Everything: Ctrl K"
          >
            <kbd>Ctrl K</kbd>
          </button>
          <button
            type="button"
            className="btn small"
            disabled={signOut.isBlocked}
            onClick={() => signOut.mutate({})}
          >
            Sign out
          </button>
        </div>
      </header>
      <nav className="rail" aria-label="Rooms">
        {shown.map((r) => (
          <RailLink
            key={r.id}
            room={r}
            here={isHere(r, place)}
            count={r.count?.(counts.data ?? {}, user.role) ?? 0}
          />
        ))}
      </nav>
      <main className="work" id="content" ref={main} tabIndex={-1}>
        <SilentNotice />
        <ClockNotice />
        <StationClockNotice />
        <KeyNotice />
        {damaged !== null && (
          <p className="problem banner" role="alert">
            <span>
              <b>Damaged data file, read only.</b> What stands here may be incomplete or wrong: do not prepare
              from it. Nothing is changed. The way back is a backup: sign out.
            </span>
          </p>
        )}
        {children}
      </main>
      <Spotlight
        actions={actions}
        query={query}
        onQueryChange={setQuery}
        onSpotlightOpen={() => setAsked(true)}
        shortcut={null}
        nothingFound="Nothing by that name"
        searchProps={{ placeholder: 'Go to a room, or do something' }}
        scrollable
        lockScroll={false}
        highlightQuery={false}
      />
    </div>
  );
}

const isHere = (room: Room, place: Place): boolean => room.holds.includes(place.at);

function RailLink({ room, here, count }: { room: Room; here: boolean; count: number }) {
  return (
    <a className={here ? 'on' : ''} href={hashOf(room.place)} aria-current={here ? 'page' : undefined}>
      {room.icon}
      <span>{room.short}</span>
      {count > 0 && (
        <i>
          {count}
          <span className="sr"> waiting</span>
        </i>
      )}
    </a>
  );
}
