import type { ReactNode } from 'react';
import type { ProductSource, ProductView } from '../../../bridge/products.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer } from '../../ui/states.tsx';

/** One product as its list has it, with its packages and barcodes. */
export function ProductPage({ code }: { code: string }) {
  const product = useRead('product.get', { code });
  return (
    <div className="page">
      <header>
        <h1>{product.data?.name ?? 'Product'}</h1>
        {product.data?.absent && <Flag severity="soft">no longer listed</Flag>}
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'products' })}>
          All products
        </a>
      </header>
      <div className="fill">
        <Answer of={product} what="the product">
          {(p) => <Product product={p} />}
        </Answer>
      </div>
    </div>
  );
}

function Product({ product: p }: { product: ProductView }) {
  const zone = useSession().status.timeZone;
  const from = ({ file, at }: ProductSource) => `${file}, imported ${instantWords(at, zone)}`;
  return (
    <div className="stack">
      <section className="panel pad" aria-label="What it is">
        <table className="table">
          <tbody>
            <Fact name="Ingredient">{p.substances === '' ? 'not stated' : p.substances}</Fact>
            <Fact name="Strength">{p.strength}</Fact>
            <Fact name="Called otherwise">{p.generic}</Fact>
            <Fact name="Form and route">{[p.form, p.route].filter(Boolean).join(', ')}</Fact>
            <Fact name="Maker">{p.maker}</Fact>
            <Fact name="NDC, labeler and product">
              <span className="mono">{p.printed}</span> (in eleven digits{' '}
              <span className="mono">{p.code}</span>)
            </Fact>
            <Fact name="Schedule">{p.schedule ?? 'not stated in the list'}</Fact>
            <Fact name="Marketed">
              {[p.category, p.application, p.started && `from ${p.started}`, p.ended && `until ${p.ended}`]
                .filter(Boolean)
                .join(', ') || 'not stated in the list'}
            </Fact>
            <Fact name="Source">{from(p.source)}</Fact>
            {p.absentFrom && <Fact name="No longer listed">since {from(p.absentFrom)}</Fact>}
          </tbody>
        </table>
        <p className="note">
          A list says what exists. What may be compounded with is the formulary’s, and an order’s vial is what
          was verified.
        </p>
      </section>
      <section className="panel" aria-label="Packages">
        {p.packages.length === 0 ? (
          <p className="pad note">No package of it is listed: the package file was not imported.</p>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>NDC</th>
                <th>In eleven digits</th>
                <th>Package</th>
              </tr>
            </thead>
            <tbody>
              {p.packages.map((x) => (
                <tr key={x.ndc}>
                  <td className="mono">{x.printed}</td>
                  <td className="mono">{x.ndc}</td>
                  <td>
                    {x.description} {x.absent && <Flag severity="soft">no longer listed</Flag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {p.gtins.length > 0 && (
        <section className="panel" aria-label="Barcodes">
          <table className="table">
            <thead>
              <tr>
                <th>Number of the barcode</th>
                <th>NDC</th>
              </tr>
            </thead>
            <tbody>
              {p.gtins.map((x) => (
                <tr key={x.gtin}>
                  <td className="mono">{x.gtin}</td>
                  <td className="mono">{x.ndc}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{children}</td>
  </tr>
);
