package io.croft.jobs;

/**
 * How far a job has come.
 *
 * @param done for how many tenants the work is done, without those of earlier runs
 * @param failed for how many it has failed
 * @param skipped how many were found not to be active when their turn came
 * @param left how many are known and have not had their turn
 */
public record JobProgress(int done, int failed, int skipped, int left) {}
