import { changePlace, usePlace } from '../../place.ts';

/** Before anybody is signed in: where this computer works, and the way to say otherwise. */
export function PlaceLine() {
  const place = usePlace();
  if (place === null) return null;
  return (
    <p className="note row">
      <span>
        {place.at === 'site' && place.site !== null
          ? `Works at ${place.site.address}, as ${place.site.station}`
          : 'Works with the data on this computer'}
      </span>
      <button type="button" className="btn small" onClick={() => changePlace(true)}>
        Change…
      </button>
    </p>
  );
}
