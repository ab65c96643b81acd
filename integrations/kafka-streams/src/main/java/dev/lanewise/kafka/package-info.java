/**
 * Models in Kafka Streams: {@link dev.lanewise.kafka.Scoring} makes processors that score the
 * records of a stream, {@link dev.lanewise.kafka.FloatArraySerde} is the form of rows and scores in
 * topics. Records that can't be scored come out apart from the others: {@link
 * dev.lanewise.kafka.Outcome}.
 */
@NullMarked
package dev.lanewise.kafka;

import org.jspecify.annotations.NullMarked;
