import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ProductListing } from '../../../bridge/products.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Flag } from '../../ui/mark.tsx';
import { PAGE, Pager } from '../../ui/pager.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { ImportPanel } from './import-panel.tsx';

/** What exists to buy, as lists say it: found as one types, by name, ingredient, code, barcode or maker. */
export function ProductsPage() {
  const [search, setSearch] = useState('');
  const [from, setFrom] = useState(0);
  const [isImporting, setImporting] = useState(false);
  const [settled] = useDebouncedValue(search, 100);
  const list = useRead('product.list', { search: settled, from: settled.trim() === '' ? from : 0 });
  const mayImport = useMay('administer');
  return (
    <div className="page">
      <header>
        <h1>Products</h1>
        <input
          className="input"
          style={{ width: 340 }}
          aria-label="Search by name, ingredient, NDC, barcode or maker"
          placeholder="Name, ingredient, NDC, barcode or maker"
          maxLength={80}
          value={search}
          onChange={(e) => {
            setSearch(e.currentTarget.value);
            setFrom(0);
          }}
        />
        <span className="grow" />
        <button
          type="button"
          className="btn"
          aria-expanded={isImporting}
          onClick={() => setImporting(!isImporting)}
        >
          {mayImport ? 'Import…' : 'Imports'}
        </button>
      </header>
      {isImporting && <ImportPanel />}
      <div className="panel fill">
        <Answer of={list} what="products">
          {({ products, total, totalIsLeast, instead }) =>
            products.length === 0 ? (
              <Empty title={settled === '' ? 'No product is listed' : 'No product is found by that'}>
                {settled === '' && (
                  <p className="note">
                    A supervisor imports FDA’s product and package files, or a list of barcodes. What is
                    listed here exists; it is not thereby approved to compound with.
                  </p>
                )}
              </Empty>
            ) : (
              <>
                {instead.length > 0 && (
                  <output className="note pad">
                    {instead
                      .map(({ typed, word }) => `Nothing is called “${typed}”: shown is “${word}”.`)
                      .join(' ')}
                  </output>
                )}
                <Table products={products} />
                {settled.trim() === '' ? (
                  <Pager
                    total={total}
                    totalIsLeast={totalIsLeast}
                    from={from}
                    shown={products.length}
                    what="products"
                    onPage={(next) => setFrom(Math.max(0, from + Math.sign(next - from) * PAGE))}
                  />
                ) : (
                  totalIsLeast && (
                    <output className="note pad">
                      More than these are found by that: type on to see fewer.
                    </output>
                  )
                )}
              </>
            )
          }
        </Answer>
      </div>
    </div>
  );
}

const Table = ({ products }: { products: readonly ProductListing[] }) => (
  <table className="table">
    <thead>
      <tr>
        <th>Name</th>
        <th>Ingredient and strength</th>
        <th>Form</th>
        <th>Maker</th>
        <th>NDC, labeler and product</th>
      </tr>
    </thead>
    <tbody>
      {products.map((p) => (
        <tr key={p.code} className="rowlink">
          <td>
            <a className="name" href={hashOf({ at: 'product', id: p.code })}>
              {p.name}
            </a>{' '}
            {p.absent && <Flag severity="soft">no longer listed</Flag>}
          </td>
          <td>
            {p.substances === '' ? 'not stated' : p.substances}, {p.strength}
          </td>
          <td>{p.form}</td>
          <td>{p.maker}</td>
          <td className="mono">{p.printed}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
