/** What the API server would refuse in a custom resource. */
export type Violation = {
  /** The steps from the object to the value. */
  path: readonly (string | number)[];
  message: string;
};
