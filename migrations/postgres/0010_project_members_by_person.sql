-- Who asks is found with their roles in projects by one query of each request.
CREATE INDEX project_members_by_person ON project_members (workspace, person);
