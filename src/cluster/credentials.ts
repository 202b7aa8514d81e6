/** What it takes to talk to an API server. */
export type Credentials = {
  /** `https://host:port`, maybe with a path. */
  server: URL;
  /** PEM. */
  ca?: string;
  cert?: string;
  key?: string;
  token?: string;
  /** The name in the server's certificate, where it is not the host's. */
  serverName?: string;
  skipVerify: boolean;
};
