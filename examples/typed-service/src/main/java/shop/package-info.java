/** A service, a worker that runs it, and a client: docs/typed-service.md goes through them. */
package shop;
