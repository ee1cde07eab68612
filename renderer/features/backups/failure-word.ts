const WORDS: Readonly<Record<string, string>> = {
  'backup-settings-not-read': 'its settings do not read: set the folder and the passphrase once more',
  'backup-folder-not-usable': 'its folder is not there or can not be written',
  'disk-full': 'the disk is full',
  'disk-not-writable': 'the folder can not be written',
  'disk-fault': 'the disk has a fault',
  'backup-does-not-hold': 'it did not hold together when it was put back',
};
export const failureWord = (code: string): string => WORDS[code] ?? code;
