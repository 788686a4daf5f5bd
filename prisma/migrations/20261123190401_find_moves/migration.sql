-- CreateIndex
CREATE INDEX "attempt_move_object_owner_id_move_id_idx" ON "attempt_move"("object_owner_id", "move_id");
