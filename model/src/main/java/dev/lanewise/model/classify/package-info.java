/**
 * From a model to ranked classes in one call: {@link dev.lanewise.model.classify.ImageClassifier}
 * for pictures, {@link dev.lanewise.model.classify.Classifier} for rows of numbers.
 */
@NullMarked
package dev.lanewise.model.classify;

import org.jspecify.annotations.NullMarked;
