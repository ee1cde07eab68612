export interface ZplOptions {
  readonly dpi: 203 | 300;
  readonly copies: number;
  /** 0 for the first print; otherwise the label says which reprint it is */
  readonly reprint: number;
}
