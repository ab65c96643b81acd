/**
 * Models on Apache Spark: {@link dev.lanewise.spark.Scoring} adds what a model says to each row of
 * a {@code Dataset}. Each executor process has one packed copy of the model, each task a session.
 */
@NullMarked
package dev.lanewise.spark;

import org.jspecify.annotations.NullMarked;
