/** Runs a change and its audit event as one transaction; an ID that is somebody else's becomes a DirectoryConflict. */
export type ChangeDirectory = (change: () => void) => Promise<void>;
