interface Named {
  readonly patient: string;
  readonly birthDate: string;
  readonly drug: string;
  readonly summary: string;
}

/** Whose an order is and what it gives, as two cells of a list of orders. */
export function OrderCells({ patient, birthDate, drug, summary }: Named) {
  return (
    <>
      <td>
        <span className="strong">{patient}</span>
        <div className="note">born {birthDate}</div>
      </td>
      <td>
        <span className="strong">{drug}</span>
        <div className="note">{summary}</div>
      </td>
    </>
  );
}
