/** Version of the app, written in by Vite from package.json. */
declare const WARIFU_APP_VERSION: string;
