import type { FormEvent, KeyboardEvent } from 'react';
import { PAPERS, type Paper } from '../../../bridge/forms.ts';
import type { Language, Printer } from '../../../bridge/printing.ts';
import { failureIn, useWrite } from '../../query.ts';
import { ChoiceField, PickField, TextField, TickField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigning } from '../../ui/signing.ts';
import { Problem } from '../../ui/states.tsx';
import type { Stored } from './stored-printer.ts';
import { LANGUAGES, wayWords } from './words.ts';

const SHOWN = ['name', 'way', 'way.host', 'way.port', 'way.queue', 'way.folder', 'papers'];
const RAW_PORT = '9100';
const WAYS = [
  { value: 'tcp', label: 'network' },
  { value: 'spooler', label: 'spooler queue' },
  { value: 'file', label: 'folder' },
];

interface Typed {
  readonly name: string;
  readonly kind: string;
  readonly host: string;
  readonly port: string;
  readonly queue: string;
  readonly folder: string;
  readonly language: string;
  readonly papers: readonly Paper[];
  readonly active: boolean;
}

const typedOf = (known: Printer | undefined): Typed => ({
  name: known?.name ?? '',
  kind: known?.way.kind ?? '',
  host: known?.way.kind === 'tcp' ? known.way.host : '',
  port: known?.way.kind === 'tcp' ? String(known.way.port) : RAW_PORT,
  queue: known?.way.kind === 'spooler' ? known.way.queue : '',
  folder: known?.way.kind === 'file' ? known.way.folder : '',
  language: known?.language ?? '',
  papers: known?.papers ?? [],
  active: known?.active ?? true,
});

function wayOf({ kind, host, port, queue, folder }: Typed): Printer['way'] {
  if (kind === 'spooler') return { kind, queue };
  if (kind === 'file') return { kind, folder };
  // count: port; what does not read becomes 0, which is refused at its field
  return { kind: 'tcp', host, port: /^\d{1,5}$/.test(port) ? parseInt(port, 10) : 0 };
}

export function PrinterForm({ known, onClose }: { known: Stored | null; onClose: () => void }) {
  const {
    draft: typed,
    set,
    setDraft: setTyped,
    fields,
    forget,
  } = useDraft(typedOf(known?.record), `printer:${known?.id ?? 'new'}:${known?.version ?? 0}`);
  const leave = () => {
    forget();
    onClose();
  };
  const sign = useSigning();
  const save = useWrite('printer.save', () => {
    say('Saved. Print a test page before the first label.');
    leave();
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const send = (event: FormEvent) => {
    event.preventDefault();
    sign.ask();
  };
  const put = (password: string) => {
    const { name, language, papers, active } = typed;
    save.mutate(
      {
        id: known?.id ?? null,
        expectedVersion: known?.version ?? null,
        record: { name, way: wayOf(typed), language: language as Language, papers: [...papers], active },
        password,
      },
      sign.back,
    );
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
  };
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in the form closes it */}
      <form className="panel pad form" onSubmit={send} onKeyDown={escape} aria-label="Printer" noValidate>
        <h2 className="cap">{known === null ? 'New printer' : known.record.name}</h2>
        <TextField className="w12" label="Name" {...field('name')} placeholder="Zebra at the hood" first />
        <ChoiceField className="w12" label="Reached by" {...field('kind', 'way')} name="way" options={WAYS} />
        {typed.kind === 'tcp' && (
          <>
            <TextField className="w8" label="Host name or IP address" {...field('host', 'way.host')} />
            <TextField className="w4" label="Port" {...field('port', 'way.port')} />
          </>
        )}
        {typed.kind === 'spooler' && (
          <TextField
            className="w12"
            label="Name of the queue"
            {...field('queue', 'way.queue')}
            hint="as lpstat -p names it on the machine that this program runs on"
          />
        )}
        {typed.kind === 'file' && (
          <TextField
            className="w12"
            label="Folder, with its whole path"
            {...field('folder', 'way.folder')}
            hint="on the machine that this program runs on; something else prints from there"
          />
        )}
        <PickField
          className="w12"
          label="Prints"
          {...field('language')}
          none="choose"
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          hint="ZPL is for label printers; sheets need PDF"
        />
        <fieldset className="w12 field">
          <legend>Loaded paper</legend>
          <span className="row wrap">
            {(Object.keys(PAPERS) as Paper[]).map((paper) => (
              <TickField
                key={paper}
                label={PAPERS[paper]}
                name={`papers.${paper}`}
                checked={typed.papers.includes(paper)}
                onChange={(isLoaded) =>
                  setTyped({
                    ...typed,
                    papers: isLoaded ? [...typed.papers, paper] : typed.papers.filter((p) => p !== paper),
                  })
                }
              />
            ))}
          </span>
          {issues.at('papers').length > 0 && (
            <div role="alert" className="refusal">
              <span>At least one paper is loaded.</span>
            </div>
          )}
        </fieldset>
        <TickField
          className="w12"
          label="In use"
          name="active"
          checked={typed.active}
          onChange={set('active')}
        />
        <div className="w12 stack">
          <Problem failure={failure} shown={['password', ...SHOWN.flatMap((p) => [p, `record.${p}`])]} />
          <span className="row">
            <button
              type="submit"
              className="btn main"
              disabled={save.isBlocked || typed.kind === '' || typed.language === ''}
            >
              Save…
            </button>
            <button type="button" className="btn" onClick={leave}>
              Cancel
            </button>
          </span>
        </div>
      </form>
      {sign.signing && (
        <SignDialog
          title={known === null ? 'A new printer' : 'Change the printer'}
          meaning="Labels and sheets of this pharmacy may be sent there."
          facts={[
            ['Printer', typed.name],
            ['Reached by', wayWords(wayOf(typed))],
            ['Prints', LANGUAGES[typed.language as Language]],
            ['In use', typed.active ? 'yes' : 'no'],
          ]}
          signer={sign.signer}
          act="Save"
          busy={save.isBlocked}
          failure={failure}
          onSign={put}
          onClose={sign.close}
        />
      )}
    </>
  );
}
